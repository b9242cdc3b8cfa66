"""Names of other scripts in Latin letters, and short lists for the scripts that spell no vowels.

For: lists.py. The romanisations are the plain ones of passports, without marks.
"""
from __future__ import annotations

_CYRILLIC = dict(zip("абвгдезийклмнопрстуфхъыьэ", "a b v g d e z i i k l m n o p r s t u f kh _ y _ e".split()))
_CYRILLIC.update({"ё": "e", "ж": "zh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye",
                  "ґ": "g", "ќ": "kj", "ѓ": "gj", "љ": "lj", "њ": "nj", "џ": "dz", "ј": "j", "ѕ": "dz"})
_GREEK = dict(zip("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώϊϋΐΰ", "a v g d e z i th i k l m n x o p r s t y f ch ps o s a e i i o y o i y i y".split()))
_GEORGIAN = dict(zip("აბგდევზთიკლმნოპჟრსტუფქღყშჩცძწჭხჯჰ",
                     "a b g d e v z t i k l m n o p zh r s t u p k gh q sh ch ts dz ts ch kh j h".split()))
_ARMENIAN = dict(zip("աբգդեզէըթժիլխծկհձղճմյնշոչպջռսվտրցւփքօֆև",
                     "a b g d e z e y t zh i l kh ts k h dz gh ch m y n sh o ch p j r s v t r ts v p k o f ev".split()))
_TABLE = {k: ("" if v == "_" else v) for t in (_CYRILLIC, _GREEK, _GEORGIAN, _ARMENIAN) for k, v in t.items()}


def romanise(name: str, code: str) -> str:
    if code not in {"bg_BG", "ru_RU", "uk_UA", "mk_MK", "el_GR", "ka_GE", "hy_AM"}:
        return name
    text = "".join(_TABLE.get(c, c) for c in name.lower())
    return "-".join(" ".join(w.capitalize() for w in part.split(" ")) for part in text.split("-"))


# code: (women's given names, men's, surnames)
OWN_CULTURES = {
    "zh": ("Mei Li Xiu Ying Fang Lan Hua Jing Yan Xia Hong Juan Na Min Lijuan Xiaoyan Yuhan Zihan Meiling Qing Rui Shu Ting Wei Yue Zhen",
           "Wei Jun Qiang Lei Tao Ming Jian Bo Peng Hao Bin Feng Gang Hui Kai Long Dong Zhiwei Haoran Yichen Guoqiang Jianhua Xiaoming Da Chao",
           "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo Zheng Liang Xie Song Tang Deng Han Feng Cao Peng Zeng Xiao Tian Dong Pan Yuan Cai Jiang Yu Du Ye Cheng Wei Su Lu Ding Ren Shen Yao Cui Tan Liao Fan Fang Shi Jin Qiu Xia Qin Hou Bai Jia Xiong Qian Meng Yan Kong Chang Ouyang"),
    "ko": ("Ji-woo Seo-yeon Min-ji Hye-jin Soo-jin Eun-ji Yuna Hyun-joo Mi-sook Young-hee Sun-hee Jiyoung Haeun Boram Kyung-hee",
           "Min-jun Seo-jun Ji-hoon Hyun-woo Dong-hyun Jae-sung Sung-ho Young-soo Kwang-soo Joon Tae-hyung Jinho Sangwoo Chul Byung-hun",
           "Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Oh Seo Shin Kwon Hwang Ahn Song Yoo Hong Jeon Ko Moon Yang Son Bae Baek Heo Nam Shim Noh Ha Kwak Sung Cha Joo Woo Koo Min Ryu"),
    "ar": ("Fatima Aisha Maryam Zainab Khadija Layla Noor Huda Amina Salma Rania Yasmin Hanan Samira Nadia Reem Dina Iman Sahar Wafa Ghada Lubna Suad Mona",
           "Mohammed Ahmad Ali Hassan Hussein Omar Khalid Ibrahim Yusuf Abdullah Mahmoud Mustafa Tariq Samir Karim Bilal Faisal Nasser Ziad Waleed Hamza Jamal Rashid Abdulrahman Usama",
           "Al-Masri Haddad Khoury Nasser Al-Amin Hamdan Saleh Mansour Khalil Najjar Al-Sayed Awad Darwish Qureshi Abboud Shaheen Zayed Al-Hashimi Barakat Sabbagh Tamimi Al-Rashid Ghanem Hijazi Kassem El-Sherif Farouk Rahal Suleiman Jaber Aziz Bakr Daoud Fayed"),
    "fa": ("Fatemeh Zahra Maryam Leila Shirin Parisa Nasrin Mahsa Azar Golnaz Roya Sima Taraneh Niloufar", "Reza Hossein Mehdi Amir Dariush Kaveh Farhad Behzad Siavash Arash Cyrus Babak Ramin Kourosh",
           "Hosseini Ahmadi Karimi Rezaei Moradi Jafari Rahimi Tehrani Shirazi Farahani Ghorbani Sadeghi Hashemi Bahrami Kazemi Ebrahimi Nazari Tavakoli Yazdani Zand"),
    "vi": ("Ngoc Lan Mai Thuy Linh Huong Trang Phuong Hoa Thao Nhung Yen Bich Hanh Kim-Anh Tuyet Dao", "Minh Tuan Hung Dung Nam Son Quang Long Hai Duc Thanh Khanh Phuc Binh Tri Vinh Khoa",
           "Nguyen Tran Le Pham Huynh Hoang Phan Vu Vo Dang Bui Do Ho Ngo Duong Ly Truong Dinh Luong Mai Cao Ta Trinh Lam Quach"),
    "hi": ("Priya Anjali Sunita Kavita Pooja Lakshmi Radha Meena Deepa Asha Geeta Nisha Rekha Shanti Usha Ananya Padma Swati Bhavna Kamala Sarita",
           "Rahul Amit Sanjay Vijay Rajesh Suresh Anil Arjun Vikram Ravi Ashok Deepak Manoj Krishna Gopal Mahesh Prakash Naveen Dinesh Harish Venkatesh Balaji",
           "Sharma Patel Singh Kumar Gupta Reddy Iyer Nair Rao Das Mukherjee Banerjee Chatterjee Desai Mehta Shah Joshi Kulkarni Agarwal Verma Mishra Pandey Chaudhary Pillai Menon Subramaniam Krishnamurthy Bhattacharya Kapoor Malhotra Kaur Gill Dhillon Sandhu Trivedi"),
    "bn": ("Nasrin Farzana Shirin Taslima Rokeya Sultana Mousumi Jhorna Rumana", "Rafiq Kamal Shahid Tanvir Mizan Anwar Jahangir Habib Sohel", "Rahman Hossain Islam Begum Khatun Ahmed Chowdhury Sarkar Mia Akter Uddin Biswas Talukder Mondal"),
    "th": ("Somying Kanya Malee Siriporn Wanida Pimchanok Nong Supaporn Apinya", "Somchai Anan Prasert Surachai Kittisak Nattapong Wichai Thaksin Arthit", "Saetang Chaiyasit Wongsawat Srisai Thongchai Suwannarat Boonmee Rattanakosin Phromphan Charoenkul"),
    "he": ("Noa Tamar Yael Shira Rivka Chaya Michal Avigail Rachel Ayelet Talia Hadas", "Noam Itai Moshe Avi Yossi Eitan Shlomo Uri Mordechai Amir Yaakov Gideon", "Cohen Levi Mizrahi Peretz Biton Friedman Katz Azoulay Ben-David Shapiro Goldberg Rosenfeld Weissman Avraham Malka Dahan Zohar"),
    "fil": ("Maria Luzviminda Rosario Marites Jocelyn Rowena Lorna Ligaya Analyn Cherry Jovelyn", "Jose Renato Rodel Danilo Efren Ramil Jun Romeo Rogelio Jayson Virgilio", "Santos Reyes Cruz Bautista Ocampo Garcia Mendoza Dela_Cruz Aquino Villanueva Pangilinan Macaraeg Dimaculangan Salonga Tolentino Manalo Abad".replace("_", " ").replace("Dela Cruz", "Delacruz")),
    "so": ("Hodan Ifrah Sahra Fadumo Hamdi Ayaan Halima Asha", "Abdi Mohamud Farah Warsame Liban Yusuf Hassan Jama", "Abdi Warsame Farah Mohamud Jama Ismail Guled Nur Hirsi Elmi Osman Aden Dirie"),
    "am": ("Selamawit Tigist Hiwot Bethlehem Meron Almaz Tsehay Genet", "Dawit Tesfaye Bekele Solomon Yonas Abebe Getachew Haile", "Tesfaye Bekele Haile Gebremariam Tadesse Alemu Girma Kebede Wolde Desta Mekonnen Abera"),
    "hm": ("Mai Pa Kia Yer See Bao Mee Chou", "Tou Pao Kou Chue Xai Neng Vang Ger", "Vang Xiong Yang Lor Moua Thao Her Vue Lee Hang Cha Kue"),
    "haw": ("Leilani Noelani Kalea Malia Kehau Pua Nani Iolani", "Kai Keoni Makoa Ikaika Kekoa Nalu Keanu Kawika", "Kealoha Kamaka Kahananui Nakamura Akana Kapule Makoa Kaleo Keawe Mahoe"),
    "na": ("Winona Ayita Aiyana Dena Lomasi Shilah", "Tokala Ahiga Hototo Chayton Nantan Mato", "Begay Yazzie Tsosie Benally Nez Bitsui Twobulls Whitehorse Littlethunder Redcloud Eaglefeather Chee Manuelito"),
}
